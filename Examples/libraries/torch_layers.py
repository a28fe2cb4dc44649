"""Layers whose gradient torch computes: a function, a module, and an autograd.Function with a backward of its own."""
import torch


def smooth_hinge(x, t):
    """(1/n) sum log(1 + exp(1 - t x))"""
    return torch.nn.functional.softplus(1 - t * x).mean()


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x ** 2


class WrongCube(Cube):
    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * x ** 2  # the factor 3 is forgotten


class Perceptron(torch.nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.first = torch.nn.Linear(inputs, hidden)
        self.second = torch.nn.Linear(hidden, 1)

    def forward(self, x):
        return self.second(torch.tanh(self.first(x)))
