import GradientChecking

/// A result as text, for programs that write it to files of their own.
public enum CheckResultText {
  /// Schema `gradus.check/1` with seconds as 0: the same run gives the same bytes.
  public static func json(_ result: CheckResult) -> String {
    var recorder = JSONRecorder()
    recorder.hidesSeconds = true
    return recorder.record(result)
  }
}
