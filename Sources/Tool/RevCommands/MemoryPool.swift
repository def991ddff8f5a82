internal import Glibc

/// How the C library hands out memory.
enum MemoryPool {
  /// Has all threads share one pool, from before there is a second thread.
  ///
  /// `rev` works on one thread at a time, which is not the first; but only the first thread's pool grows in large steps.
  /// Any other grows page by page, with a call of the system for each: a sixth of the time of `upgrade --sql`.
  static func share() {
    // In malloc.h, which Swift's Glibc leaves out; and not every C library has it.
    let mostPools: Int32 = -8
    guard let address = dlsym(nil, "mallopt") else { return }
    _ = unsafeBitCast(address, to: (@convention(c) (Int32, Int32) -> Int32).self)(mostPools, 1)
  }
}
