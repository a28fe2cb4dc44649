import Networks
import Testing

@Suite struct SuggestionTests {
  private let names = ["dense", "relu", "leaky-relu", "softmax", "softplus", "sigmoid", "max-pooling"]

  @Test(arguments: [
    ("dens", "dense"), ("denes", "dense"), ("Dense", "dense"), ("lekay-relu", "leaky-relu"), ("reul", "relu"),
    ("soft-max", "softmax"), ("softmx", "softmax"), ("softplis", "softplus"), ("sgimoid", "sigmoid"),
    ("maxpooling", "max-pooling"),
  ])
  func `the nearest name is suggested`(_ written: String, meant: String) {
    #expect(suggestion(for: written, among: names) == meant)
  }

  @Test(arguments: ["", "x", "transformer", "convolution", "강아지"])
  func `nothing is suggested for what is near nothing`(_ written: String) {
    #expect(suggestion(for: written, among: names) == nil)
  }

  @Test func `among no names nothing is suggested`() {
    #expect(suggestion(for: "dense", among: []) == nil)
  }
}
