/// How often and when a revision is tried again that had to wait for a lock too long, and how long another runner is
/// waited for.
package struct RetryPolicy: Hashable, Sendable {
  /// How often a revision is tried again; 0 is never.
  package var retries: Int
  /// The pause before the first of them; each further one is twice as long, up to ``longestPause``.
  package var firstPause: Duration
  /// The longest pause.
  package var longestPause: Duration
  /// How long another runner is waited for.
  package var runnerWait: Duration

  /// Makes a policy.
  package init(
    retries: Int = 10, firstPause: Duration = .milliseconds(250), longestPause: Duration = .seconds(10),
    runnerWait: Duration = .seconds(600)
  ) {
    self.retries = retries
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.runnerWait = runnerWait
  }

  /// The pause before a retry, from 1: between half of its length and the whole, at random, so that several who failed
  /// together do not come back together.
  func pause(before retry: Int) -> Duration {
    let whole = min(firstPause * (1 << min(retry - 1, 20)), longestPause)
    return whole * Double.random(in: 0.5...1)
  }
}
