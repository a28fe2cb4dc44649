#pragma once

#include "perturbation.h"
#include "products.h"
#include "training.h"
#include "vectors.h"
