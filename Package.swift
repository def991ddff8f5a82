// swift-tools-version: 6.2

import PackageDescription

// Targets are grouped by floor, and a target imports only floors below its own:
// CLibraries < Model < Engine < Databases < Project < Tool.

// An executable that loads compiled scripts: they resolve the model's symbols from it, the build id tells which build
// they were compiled for, and the libraries of a bundle stand beside it in `lib`.
let loadsScripts = [
  "-Xlinker", "--export-dynamic", "-Xlinker", "--build-id", "-Xlinker", "-rpath", "-Xlinker", "$ORIGIN/lib",
]

let package = Package(
  name: "rev",
  products: [
    .executable(name: "rev", targets: ["rev"]),
    .library(name: "Revisions", targets: ["Revisions"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    // Without its default trait, which links Foundation: that costs every start of `rev` 6 ms.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // CLibraries: the C clients, as the system has them.
    .systemLibrary(
      name: "CSQLite", path: "Sources/CLibraries/CSQLite",
      pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(
      name: "CLibPQ", path: "Sources/CLibraries/CLibPQ",
      pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    // Without its pkgConfig, which would link it: its headers stand where the system's do, and it is opened when needed.
    .systemLibrary(
      name: "CLibGit2", path: "Sources/CLibraries/CLibGit2",
      providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),

    // Model: what a script imports, and what a database has to say for itself.
    .target(name: "Revisions", path: "Sources/Model/Revisions"),
    .target(name: "Dialects", dependencies: ["Revisions"], path: "Sources/Model/Dialects"),
    .target(name: "ModelData", dependencies: ["Revisions"], path: "Sources/Model/ModelData"),

    // Engine: graph, plan, execution. No database client and no file system below this line.
    .target(
      name: "RevisionGraph",
      dependencies: ["Revisions"],
      path: "Sources/Engine/RevisionGraph"),
    .target(
      name: "MigrationPlanning", dependencies: ["Revisions", "RevisionGraph"],
      path: "Sources/Engine/MigrationPlanning"),
    .target(
      name: "MigrationExecution",
      dependencies: [
        "Revisions", "Dialects", "MigrationPlanning", .product(name: "Logging", package: "swift-log"),
      ],
      path: "Sources/Engine/MigrationExecution"),
    .target(
      name: "Autogenerate", dependencies: ["Revisions", "Dialects", "RevisionGraph"],
      path: "Sources/Engine/Autogenerate"),

    // Databases: one dialect and one driver each. Only a driver imports a C client.
    .target(
      name: "SQLiteDialect", dependencies: ["Revisions", "Dialects"],
      path: "Sources/Databases/SQLiteDialect"),
    .target(
      name: "SQLiteDriver", dependencies: ["Revisions", "Dialects", "SQLiteDialect", "CSQLite"],
      path: "Sources/Databases/SQLiteDriver"),
    .target(
      name: "PostgresDialect", dependencies: ["Revisions", "Dialects"],
      path: "Sources/Databases/PostgresDialect"),
    .target(
      name: "PostgresDriver", dependencies: ["Revisions", "Dialects", "PostgresDialect", "CLibPQ"],
      path: "Sources/Databases/PostgresDriver"),

    // Project: migrate.ini and the scripts it names.
    .target(
      name: "ProjectConfiguration",
      dependencies: [.product(name: "SystemPackage", package: "swift-system")],
      path: "Sources/Project/ProjectConfiguration"),
    .target(
      name: "ScriptRepository",
      dependencies: [
        "Revisions", "ModelData", "RevisionGraph", "Dialects", "CLibGit2",
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Sources/Project/ScriptRepository"),

    // Tool: the commands, one a file, and a ten-line entry point.
    .target(
      name: "RevCommands",
      dependencies: [
        "Revisions", "Dialects", "ModelData", "RevisionGraph", "MigrationPlanning", "MigrationExecution",
        "Autogenerate",
        "SQLiteDialect", "SQLiteDriver", "PostgresDialect", "PostgresDriver", "ProjectConfiguration",
        "ScriptRepository",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Sources/Tool/RevCommands"),
    .executableTarget(
      name: "rev", dependencies: ["RevCommands"], path: "Sources/Tool/rev",
      // Compiled scripts resolve the model's symbols from the executable that loads them. Unsafe flags keep
      // a product from being depended on, so they stand here, where no library product reaches.
      linkerSettings: [.unsafeFlags(loadsScripts, .when(platforms: [.linux]))]),

    // Tests, named after what they test.
    .target(name: "RandomTesting", path: "Tests/RandomTesting"),
    .target(name: "SchemaTesting", dependencies: ["RandomTesting", "Revisions"], path: "Tests/SchemaTesting"),
    .target(
      name: "PostgresTesting",
      dependencies: [
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Tests/PostgresTesting"),
    .target(name: "OperationTesting", dependencies: ["Revisions"], path: "Tests/OperationTesting"),
    .testTarget(name: "RevisionsTests", dependencies: ["OperationTesting", "RandomTesting", "Revisions", "ModelData"]),
    .testTarget(
      name: "PostgresTests",
      dependencies: [
        "RandomTesting", "PostgresTesting", "Revisions", "ModelData", "Dialects", "RevisionGraph", "MigrationPlanning",
        "MigrationExecution", "PostgresDialect", "PostgresDriver",
      ]),
    .testTarget(
      name: "RevisionGraphTests", dependencies: ["RandomTesting", "Revisions", "RevisionGraph", "MigrationPlanning"],
      exclude: ["Support/alembic_oracle.py"]),
    .testTarget(
      name: "SQLiteTests",
      dependencies: [
        "RandomTesting", "SchemaTesting", "Revisions", "ModelData", "Dialects", "SQLiteDialect", "SQLiteDriver",
      ]),
    .testTarget(
      name: "MigrationExecutionTests",
      dependencies: [
        "Revisions", "Dialects", "RevisionGraph", "MigrationPlanning", "MigrationExecution",
        "PostgresDialect", "PostgresDriver", "PostgresTesting", "SQLiteDialect", "SQLiteDriver",
      ]),
    .testTarget(
      name: "AutogenerateTests",
      dependencies: [
        "OperationTesting", "RandomTesting", "SchemaTesting", "PostgresTesting", "Revisions", "Dialects",
        "RevisionGraph",
        "Autogenerate", "ScriptRepository", "SQLiteDialect", "SQLiteDriver", "PostgresDialect", "PostgresDriver",
        .product(name: "Logging", package: "swift-log"), .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      linkerSettings: [.unsafeFlags(loadsScripts, .when(platforms: [.linux]))]),
    .testTarget(
      name: "ProjectConfigurationTests",
      dependencies: [
        "RandomTesting",
        "ProjectConfiguration", .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .testTarget(
      name: "ScriptRepositoryTests",
      dependencies: [
        "RandomTesting",
        "Revisions", "ModelData", "ScriptRepository", "script-probe", .product(name: "Logging", package: "swift-log"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      linkerSettings: [.unsafeFlags(loadsScripts, .when(platforms: [.linux]))]),
    // What the tests of ScriptRepository start as processes of their own.
    .executableTarget(
      name: "script-probe",
      dependencies: [
        "Revisions", "ScriptRepository", .product(name: "Logging", package: "swift-log"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Tests/ScriptProbe",
      linkerSettings: [.unsafeFlags(loadsScripts, .when(platforms: [.linux]))]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "RandomTesting",
        "rev", "PostgresTesting", "SQLiteDriver", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
  ]
)

for target in package.targets where target.type != .system {
  // Every library target has a page that says what it is for.
  if target.type == .regular, target.path?.hasPrefix("Sources/") == true { target.exclude.append("README.md") }
  var settings = target.swiftSettings ?? []
  settings += [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
  if Context.environment["REV_STRICT"] == "1" { settings.append(.treatAllWarnings(as: .error)) }
  target.swiftSettings = settings
}
