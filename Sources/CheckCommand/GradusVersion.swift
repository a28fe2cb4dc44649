/// The version of Gradus.
public enum GradusVersion {
  /// As `gradus --version` prints it.
  public static let current = "1.0.0"
}
