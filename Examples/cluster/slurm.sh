#!/usr/bin/env bash
# slurm.sh CONFIG PARTS FOLDER: checks as a Slurm array of PARTS tasks; the joined result is in FOLDER/result.json.
# Waits for the end and exits with the code of the joined check. FOLDER must be seen by all nodes.
set -euo pipefail
config=$(realpath "$1") parts=$2
mkdir -p "$3"
folder=$(realpath "$3")
gradus=$(command -v gradus)

array=$(sbatch --parsable --job-name=gradients --array="1-$parts" --cpus-per-task=1 --output="$folder/task-%a.log" <<SCRIPT
#!/bin/bash
exec "$gradus" check --config "$config" --shard "\$SLURM_ARRAY_TASK_ID/$parts" --jobs 1 --exit-zero --quiet \
  --resume "$folder/part-\$SLURM_ARRAY_TASK_ID.json"
SCRIPT
)
exec sbatch --wait --quiet --job-name=join --dependency="afterok:$array" --kill-on-invalid-dep=yes \
  --output="$folder/result.txt" <<SCRIPT
#!/bin/bash
exec "$gradus" merge "$folder"/part-*.json --write "json=$folder/result.json"
SCRIPT
