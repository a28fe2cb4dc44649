#pragma once

// What a change of one unit does to the loss of one sample of a chain of dense layers.
//
// The chain is evaluated again from the changed unit on, in differences: Δa = f(z + Δz) − f(z), Δz' = Δa · W,
// and the loss as a difference too. That is the same function as a whole forward pass, with less repeated and
// fewer digits lost; no derivative is used.

enum gradus_activation {
  GRADUS_IDENTITY = 0,
  GRADUS_RELU = 1,
  GRADUS_LEAKY_RELU = 2,
  GRADUS_TANH = 3,
  GRADUS_SIGMOID = 4
};

enum gradus_loss { GRADUS_SOFTMAX_CROSS_ENTROPY = 0, GRADUS_SQUARED_ERROR = 1 };

// A chain of dense layers: a_0 = x, z_l = a_{l-1} · W_l + b_l, a_l = f_l(z_l).
struct gradus_chain {
  int depth;                     // number of dense layers
  const int *widths;             // depth + 1 widths, input first
  const double *weights;         // all W_l, each in × out row-major
  const long *weight_offsets;    // where W_l starts in `weights`
  const int *activations;        // f_l, as gradus_activation
  const double *slopes;          // slope below zero of leaky ReLUs
  const long *unit_offsets;      // where layer l's units start in `z` and `a` of a sample (a_0 has none)
  int loss;                      // gradus_loss
};

// The forward pass of one sample.
struct gradus_sample {
  const double *z;               // all z_l
  const double *a;               // all a_l, l from 1
  const double *probabilities;   // softmax of the output (cross-entropy)
  const double *target;          // right values (squared error)
  int label;                     // right class (cross-entropy)
};

// Differences of the sample's loss for `count` changes of the pre-activation of unit `unit` of layer `layer`
// (from 0). `delta` holds the changes; differences are written to `difference`; `crossed[i]` is set to 1 where
// a ReLU on the way changes sides (it is never cleared). `scratch` holds gradus_scratch(chain) doubles.
void gradus_unit_differences(
    const struct gradus_chain *chain, const struct gradus_sample *sample, int layer, int unit, const double *delta,
    long count, double *difference, unsigned char *crossed, double *scratch);

// The same for changes of input `unit`.
void gradus_input_differences(
    const struct gradus_chain *chain, const struct gradus_sample *sample, int unit, const double *delta, long count,
    double *difference, unsigned char *crossed, double *scratch);

// The number of doubles of scratch space.
long gradus_scratch(const struct gradus_chain *chain);
