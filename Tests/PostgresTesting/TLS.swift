import Foundation

extension PostgresServer {
  /// Has the server take TLS from now on, with a certificate that nobody but itself has signed, and returns the path of the
  /// certificate.
  ///
  /// `hostName` is the only name that it is for.
  package func turnOnTLS(for hostName: String) async throws -> String {
    _ = try await ServerUser.present.run(
      Self.openSSL,
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(hostName)", "-addext",
        "subjectAltName=DNS:\(hostName)", "-keyout", "\(dataFolder)/server.key", "-out", "\(dataFolder)/server.crt",
      ], in: folder.path
    ).checked("openssl")
    _ = try await ServerUser.present.run("/bin/chmod", ["600", "\(dataFolder)/server.key"], in: folder.path)
      .checked("chmod")
    // Readable for others than the server.
    let copy = socketFolder + "/server.crt"
    try FileManager.default.copyItem(atPath: "\(dataFolder)/server.crt", toPath: copy)
    _ = try await run("ALTER SYSTEM SET ssl = on", in: "postgres").checked("psql")
    try await control(["reload"])
    // The server takes its time over that.
    while try await run("SHOW ssl", in: "postgres").checked("psql") != "on\n" {
      try await Task.sleep(for: .milliseconds(20))
    }
    return copy
  }

  /// The program that makes certificates.
  package static let openSSL = "/usr/bin/openssl"
}
