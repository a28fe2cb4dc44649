import torch
from torch import nn

torch.set_default_dtype(torch.float64)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 5)
        self.output = nn.Linear(5, 1)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))


net = Net()
with torch.no_grad():           # the weights above; nn.Linear stores them transposed
    net.hidden.weight.copy_(torch.tensor([
        [0.4, -0.3, 0.6, 0.2, -0.5],
        [0.7, 0.5, -0.2, -0.6, 0.3],
        [-0.1, 0.8, 0.4, 0.9, -0.7]]).T)
    net.hidden.bias.copy_(torch.tensor([0.1, -0.1, 0.2, 0.0, 0.3]))
    net.output.weight.copy_(torch.tensor([[0.5, -0.4, 0.3, 0.7, -0.2]]))
    net.output.bias.fill_(0.1)
mse = nn.MSELoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)

x = torch.tensor([[1.0, 0.5, -1.0], [0.2, -0.4, 0.8]])
target = torch.tensor([[1.0], [0.0]])

optimizer.zero_grad()           # forget the gradients of the last step
output = net(x)                 # forward pass
loss = mse(output, target) / 2  # MSELoss has no 1/2
loss.backward()                 # backward pass: adds to every .grad
optimizer.step()                # changes weights and biases
print([f"{g:.8f}" for g in net.output.weight.grad[0].tolist()])
# by PyTorch 2.15.0: ['-0.22087500', '0.12656000', '0.25569000', '0.45200000', '-0.15112500']
