#pragma once

// Steps of gradient descent for a chain of dense layers, without any allocation: forward pass with bias and
// activation fused, softmax with cross-entropy in one pass, gradients turned into the update as they are summed.
//
// Every sum runs in ascending order from 0 and without contraction, and every formula is that of the layers and
// losses written one by one: the same bits as theirs.
//
// Rows of all matrices are padded with zeros to whole vectors of GRADUS_LANES numbers, weights also downwards, and
// batches to whole tiles of GRADUS_TILE rows, so that no loop has a remainder.

enum { GRADUS_LANES = 8, GRADUS_TILE = 4 };

// A chain of dense layers in training; activations and losses are those of perturbation.h.
struct gradus_training {
  int depth;               // number of dense layers
  int *widths;             // depth + 1 widths, input first
  int *activations;        // gradus_activation of each layer
  double *slopes;          // slope below zero of leaky ReLUs
  int loss;                // gradus_loss
  double rate;             // of a step
  double momentum;         // share of the last step that is kept; 0 for none
  double regularization;   // λ of ½ λ Σ W²
  double **weights;        // W_l, padded(widths[l]) × padded(widths[l + 1])
  double **transposed;     // room for the transpose of W_l
  double **biases;         // b_l, padded(widths[l + 1])
  double **weight_steps;   // last steps of W_l
  double **bias_steps;     // last steps of b_l
  double **units;          // a_0 … a_depth, padded batch × padded(widths[l])
  double **sums;           // z_l, padded batch × padded(widths[l + 1])
  double *gradients[2];    // padded batch × the largest padded width
  double *inputs;          // samples × widths[0], not padded
  double *targets;         // samples × widths[depth], not padded (squared error)
  long *labels;            // classes of the samples (cross-entropy)
};

// A chain whose buffers all hold zeros, for batches of at most `batch` of `samples` samples; null where there is not
// enough memory. `gradus_training_destroy` frees it.
struct gradus_training *gradus_training_create(int depth, const int *widths, long samples, long batch);
void gradus_training_destroy(struct gradus_training *training);

// Copies W_l (widths[l] × widths[l + 1]) and b_l into the chain, and out of it.
void gradus_training_load(struct gradus_training *training, int layer, const double *weights, const double *bias);
void gradus_training_store(const struct gradus_training *training, int layer, double *weights, double *bias);

// Moves the parameters one step for the samples `rows`, and returns the mean of their losses before it. `squares`,
// if not null, receives for W_0, b_0, W_1, b_1, … the sum of the squares of the gradient, then of the step.
double gradus_training_step(struct gradus_training *training, const long *rows, long count, double *squares);
