/// The one list of all lessons; `gradus list lessons` and the report walk it.
public enum LessonList {
  /// Every lesson that the report can show, in the order of the course.
  public static let all: [any Lesson.Type] = [
    BackpropagationLesson.self, ReluLesson.self, GradientCheckingLesson.self, SoftmaxLesson.self,
    InformationLesson.self, EntropyLesson.self, CrossEntropyLesson.self, TrainingLesson.self, ChecksLesson.self,
  ]
}
