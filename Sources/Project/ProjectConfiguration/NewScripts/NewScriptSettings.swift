package import SystemPackage

/// The settings of commands that write a script.
package struct NewScriptSettings: Hashable, Sendable {
  package let fileTemplate: FileTemplate
  package let timeZone: ScriptTimeZone
  /// The most characters of a message in a file name.
  package let truncateSlugLength: Int
  /// What runs on the script, in order.
  package let hooks: [PostWriteHook]

  package init(
    fileTemplate: FileTemplate, timeZone: ScriptTimeZone, truncateSlugLength: Int, hooks: [PostWriteHook]
  ) {
    self.fileTemplate = fileTemplate
    self.timeZone = timeZone
    self.truncateSlugLength = truncateSlugLength
    self.hooks = hooks
  }

  /// What `truncate_slug_length` can be: a character takes up to four bytes of the 255 of a name, and most take one.
  static let slugLengths = 1...200

  /// The path of a new script, relative to its folder.
  ///
  /// - Parameters:
  ///   - epochSeconds: When the script is made, in seconds since 1970 in UTC.
  ///   - fileExtension: The extension without its dot.
  package func path(
    revision: String, message: String, atEpochSeconds epochSeconds: Int, fileExtension: String
  ) throws(ConfigurationError) -> FilePath {
    try fileTemplate.path(
      revision: revision, slug: slug(message, maximumLength: truncateSlugLength),
      created: timeZone.time(atEpochSeconds: epochSeconds), fileExtension: fileExtension)
  }
}

extension ProjectConfiguration {
  /// Reads the settings of commands that write a script.
  package func newScriptSettings(in context: ProcessContext) throws(ConfigurationError) -> NewScriptSettings {
    NewScriptSettings(
      fileTemplate: try fileTemplate(), timeZone: try timeZone(in: context),
      truncateSlugLength: try reader.integer(.truncateSlugLength, in: NewScriptSettings.slugLengths, default: 40),
      hooks: try postWriteHooks())
  }

  private func fileTemplate() throws(ConfigurationError) -> FileTemplate {
    guard let found = try reader.text(.fileTemplate), let text = try reader.line(.fileTemplate) else {
      return .standard
    }
    let template: FileTemplate
    do throws(FileTemplateProblem) {
      template = try FileTemplate(text)
    } catch {
      throw reader.bad(.fileTemplate, text, .template(error), found.position)
    }
    guard !template.makesFolders || recursiveVersionLocations else {
      throw .templateNeedsRecursion(template: text, found.position)
    }
    return template
  }

  private func timeZone(in context: ProcessContext) throws(ConfigurationError) -> ScriptTimeZone {
    guard let found = try reader.text(.timezone), let name = try reader.line(.timezone) else { return .utc }
    let database = TimeZoneDatabase(context: context)
    do throws(TimeZoneFileError) {
      if let zone = try database.zone(name) { return zone }
    } catch {
      throw reader.bad(.timezone, name, .readableTimeZone(error.file), found.position)
    }
    throw reader.bad(
      .timezone, name, .timeZone(database: database.directory, isPresent: database.isPresent), found.position)
  }
}
