#!/usr/bin/env bash
# setup.sh: Gradescope runs this once, when the image of the autograder is made.
set -euo pipefail
apt-get update
apt-get install -y python3 python3-numpy
# An installed gradus (`make install PREFIX=…`), packed beside this file as gradus.tar.gz.
tar -xzf /autograder/source/gradus.tar.gz -C /usr/local
