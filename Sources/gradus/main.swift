import CheckCommand
import GradusCommands

CommandRunner.run(Gradus.self, describe: GradusErrors.describe)
