// SPDX-License-Identifier: Apache-2.0
/* Settings that outlast the process, as a driver keeps them: one file each in the folder that NVML_SIMULATOR_STATE names. */
#ifndef KEPT_H
#define KEPT_H

#include <stdbool.h>

/* Whether there is such a folder. */
bool kept_anywhere(void);
/* The index of the word kept as <uuid>.<setting>; otherwise when none of them is. Empty words stand for values nobody can set. */
int kept_read(const char *uuid, const char *setting, const char *const words[], int otherwise);
/* Keeps it; false when it cannot be. */
bool kept_write(const char *uuid, const char *setting, const char *word);

#endif
