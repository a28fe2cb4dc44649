#pragma once

// What a change of one parameter does to the loss of a chain of dense layers.
//
// The chain is evaluated again from the changed unit on, in differences: Δa = f(z + Δz) − f(z), Δz' = Δa · W, and
// the loss as a difference too. That is the same function as a whole forward pass, with less repeated and fewer
// digits lost; no derivative is used.
//
// Where all that follows is piecewise linear, the layers after a unit are folded into one factor an output, with the
// largest change for which no unit on the way changes sides. Changes below it need nothing but that factor; all
// others walk through the layers.

enum gradus_activation {
  GRADUS_IDENTITY = 0,
  GRADUS_RELU = 1,
  GRADUS_LEAKY_RELU = 2,
  GRADUS_TANH = 3,
  GRADUS_SIGMOID = 4
};

enum gradus_loss { GRADUS_SOFTMAX_CROSS_ENTROPY = 0, GRADUS_SQUARED_ERROR = 1 };

// Changes come in rows of whole vectors of so many numbers.
enum { GRADUS_CHANGES = 8 };

// A chain of dense layers, a_0 = x, z_l = a_l · W_l + b_l, a_{l+1} = f_l(z_l), with its forward pass for a batch.
struct gradus_chain {
  int depth;              // number of dense layers
  long samples;
  int *widths;            // depth + 1 widths, input first
  int *activations;       // f_l, as gradus_activation
  double *slopes;         // slope below zero of leaky ReLUs
  int loss;               // gradus_loss
  double **weights;       // W_l, widths[l] × widths[l + 1] row-major
  double **biases;        // b_l
  double **z;             // z_l, samples × widths[l + 1]
  double **a;             // a_l, samples × widths[l]; a_0 is the input
  double *probabilities;  // softmax of the output, samples × widths[depth] (cross-entropy)
  double *doubts;         // 1 − probability of the right class, samples (cross-entropy)
  double *targets;        // right values, samples × widths[depth] (squared error)
  long *labels;           // right classes (cross-entropy)
};

// A chain whose numbers are still to be filled in; null where there is not enough memory.
struct gradus_chain *gradus_chain_create(int depth, const int *widths, long samples);
void gradus_chain_destroy(struct gradus_chain *chain);

// Fills in z, a, the probabilities and the doubts; labels must be there.
void gradus_chain_forward(struct gradus_chain *chain);

// The number of doubles of scratch space that the functions below need.
long gradus_chain_scratch(const struct gradus_chain *chain);

// Differences of the mean loss for changes of parameters that lead to unit `unit` of layer `layer` (from 0).
//
// Change i of row r adds `steps[r * stride + i]` to the parameter whose factor in z of sample n is
// `factors[n * count + i]`: an input of the layer for a weight, 1 for a bias. `count` is a multiple of GRADUS_CHANGES;
// what is not needed is filled up with zeros. Written are, `count` numbers in each row likewise: `differences`; `sizes`,
// the size of the terms that a difference is the sum of, to which its rounding is in proportion; `crossed`, 1 where a
// ReLU on the way changes sides, else 0. The last two may be null. What is written for a change does not depend on the
// changes in other places of the rows. Rows that come in threes as v, −v, v/2 share their work.
void gradus_unit_differences(
    const struct gradus_chain *chain, int layer, int unit, const double *factors, const double *steps, long rows,
    long count, long stride, double *differences, double *sizes, unsigned char *crossed, double *scratch);

// The same for changes of elements of one array of a layer: its weights (inputs × units), or its biases where `is_bias`
// is set. Row r of `steps` holds one change for each of the `count` elements, and so do the rows of what is written.
// Elements that lead to the same unit should follow one another: they share most of the work. Returns 0 where there is
// not enough memory, else 1.
int gradus_parameter_differences(
    const struct gradus_chain *chain, int layer, int is_bias, const long *elements, long count, const double *steps,
    long rows, double *differences, double *sizes, unsigned char *crossed);

// The same for changes of input `input` of sample `sample`; `count` changes, no multiple of anything.
void gradus_input_differences(
    const struct gradus_chain *chain, long sample, int input, const double *steps, long count, double *differences,
    double *sizes, unsigned char *crossed, double *scratch);

// What a direction moves: the input of the chain (then `layer` is 0), or an array of a layer.
enum gradus_array { GRADUS_INPUT, GRADUS_WEIGHTS, GRADUS_BIASES };

// Differences of the mean loss when `steps[i]` times a direction is added to a whole array. Returns 0 where there is not
// enough memory, else 1.
int gradus_direction_differences(
    const struct gradus_chain *chain, int layer, enum gradus_array array, const double *direction,
    const double *steps, long count, double *differences);

// The factors of the parameters of a layer: for each sample its inputs, 1 for the bias, and zeros up to
// `gradus_layer_count`, the number of inputs and the bias rounded up to whole vectors.
void gradus_layer_factors(const struct gradus_chain *chain, int layer, double *factors);
long gradus_layer_count(const struct gradus_chain *chain, int layer);

// (f(θ + h) − f(θ − h)) / 2h for all weights and biases that lead to the units `first` … `last` − 1 of a layer, with
// the representable steps. `slopes` is inputs × units, as the weights. The scratch space must hold another
// 4 · gradus_layer_count doubles.
void gradus_central_differences(
    const struct gradus_chain *chain, int layer, int first, int last, double h, const double *factors, double *slopes,
    double *bias_slopes, double *scratch);
