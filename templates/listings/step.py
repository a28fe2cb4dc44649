import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 5)
        self.output = nn.Linear(5, 1)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))


net = Net()
criterion = nn.MSELoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)

x = torch.tensor([[1.0, 0.5, -1.0], [0.2, -0.4, 0.8]])
target = torch.tensor([[1.0], [0.0]])

optimizer.zero_grad()          # forget the gradients of the last step
output = net(x)                # forward pass
loss = criterion(output, target)
loss.backward()                # backward pass: fills every .grad
optimizer.step()               # changes the weights
