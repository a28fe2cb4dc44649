"""Functions whose gradient jax computes; one has a gradient of its own that is wrong."""
import jax
import jax.numpy as jnp


def log_sum_exp(x):
    return jnp.sum(jnp.log(jnp.sum(jnp.exp(x), axis=1)))


@jax.custom_vjp
def sine(x):
    return jnp.sin(x)


sine.defvjp(lambda x: (jnp.sin(x), x), lambda x, grad: (-grad * jnp.cos(x),))  # the sign is wrong
