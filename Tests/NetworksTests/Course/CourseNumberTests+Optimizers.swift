import Networks
import Tensors

extension CourseNumberTests {
  static let optimizers: [String: Computation] = [
    "cs231n-adam": { course in
      let moments = (course.numbers("m"), course.numbers("v"))
      var adam = Adam(
        rate: course.number("learning_rate"), beta1: course.number("beta1"), beta2: course.number("beta2"),
        epsilon: course.number("epsilon")
      ).resumed(after: Int(course.number("t_before")), firstMoments: [moments.0], secondMoments: [moments.1])
      var parameters = [Parameter("w", course.tensor("w"))]
      adam.step(parameters: &parameters, gradients: [course.tensor("dw")])
      return [
        "next_w": parameters[0].value.elements, "m": adam.firstMoments[0], "v": adam.secondMoments[0],
      ]
    }
  ]
}
