#pragma once

#include "measurements.h"
#include "perturbation.h"
#include "products.h"
#include "training.h"
#include "vectors.h"
