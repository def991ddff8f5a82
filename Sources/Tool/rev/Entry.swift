import RevCommands

@main
enum Entry {
  static func main() async {
    await RevTool.main(Array(CommandLine.arguments.dropFirst()))
  }
}
