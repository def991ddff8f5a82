/// A function or a procedure.
public struct Routine: Hashable, Sendable, Codable {
  /// What it is.
  public var kind: Kind
  /// The name.
  public var name: QualifiedName
  /// The arguments as SQL has them between the parentheses: `a integer, b text DEFAULT 'x'`.
  public var arguments: String
  /// What it returns, as SQL has it: `integer`, `SETOF users`, `TABLE (id bigint)`; nil for a procedure, and for a
  /// function whose arguments say it.
  public var returns: String?
  /// The language that its body is written in.
  public var language: String
  /// What it does.
  public var body: Body
  /// What the planner may take for granted about its result.
  public var volatility: Volatility
  /// Whether it is not called at all where an argument is NULL, and NULL is its result.
  public var isStrict: Bool
  /// Whether it runs with the rights of its owner, rather than of who calls it.
  public var isSecurityDefiner: Bool
  /// Whether it tells nothing of its arguments but by its result.
  public var isLeakproof: Bool
  /// Whether it is a window function.
  public var isWindow: Bool
  /// Whether it can run beside a query's other processes.
  public var parallel: Parallel
  /// What a call costs, in the planner's units; nil is the database's own choice.
  public var cost: Double?
  /// How many rows it returns by the planner's estimate; nil is the database's own choice.
  public var rows: Double?
  /// The function that helps the planner with this one; nil where there is none.
  public var support: QualifiedName?
  /// Settings that hold while it runs, in their order.
  public var settings: [Setting]
  /// What it is for.
  public var comment: String?

  /// What a routine is.
  public enum Kind: String, Hashable, Sendable, Codable {
    case function = "FUNCTION"
    case procedure = "PROCEDURE"
  }

  /// What the planner may take for granted about a function's result.
  public enum Volatility: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing.
    case volatile = "VOLATILE"
    /// Within a statement, the same arguments have the same result.
    case stable = "STABLE"
    /// The same arguments always have the same result.
    case immutable = "IMMUTABLE"
  }

  /// Whether a function can run beside a query's other processes.
  public enum Parallel: String, Hashable, Sendable, Codable, CaseIterable {
    case unsafe = "UNSAFE"
    case restricted = "RESTRICTED"
    case safe = "SAFE"
  }

  /// A setting that holds while a routine runs.
  public struct Setting: Hashable, Sendable, Codable {
    /// The name.
    public var name: String
    /// Its values; several for a setting that is a list, such as `search_path`.
    public var values: [String]

    /// Makes a setting.
    public init(_ name: String, values: [String]) {
      self.name = name
      self.values = values
    }

    /// Makes a setting: `.set("search_path", "pg_catalog", "public")`.
    public static func set(_ name: String, _ values: String...) -> Setting { Setting(name, values: values) }
  }

  /// What a routine does. A literal is the text that its language reads.
  public enum Body: Hashable, Sendable, Codable, ExpressibleByStringInterpolation {
    /// Text that the routine's language reads.
    case text(String)
    /// SQL that the database reads as it creates the routine: `RETURN a + b`, or `BEGIN ATOMIC … END`.
    case sql(SQLFragment)
    /// A function of a library, for the language `c`.
    case symbol(String, library: String)

    public init(stringLiteral value: String) { self = .text(value) }
  }

  /// Makes a routine with the database's own choices for what is left out.
  public init(
    _ kind: Kind, _ name: QualifiedName, arguments: String = "", returns: String? = nil, language: String,
    _ volatility: Volatility = .volatile, strict: Bool = false, securityDefiner: Bool = false, leakproof: Bool = false,
    window: Bool = false, parallel: Parallel = .unsafe, cost: Double? = nil, rows: Double? = nil,
    support: QualifiedName? = nil, settings: [Setting] = [], comment: String? = nil, body: Body
  ) {
    self.kind = kind
    self.name = name
    self.arguments = arguments
    self.returns = returns
    self.language = language
    self.body = body
    self.volatility = volatility
    isStrict = strict
    isSecurityDefiner = securityDefiner
    isLeakproof = leakproof
    isWindow = window
    self.parallel = parallel
    self.cost = cost
    self.rows = rows
    self.support = support
    self.settings = settings
    self.comment = comment
  }

  /// The arguments without their defaults, one by one: what tells the routine from others of its name.
  public var signature: [String] { ArgumentList.signature(of: arguments) }
}
