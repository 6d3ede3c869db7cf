// SPDX-License-Identifier: Apache-2.0
#include "kept.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, WORD_SIZE = 64 };

static const char *folder(void)
{
    const char *name = getenv("NVML_SIMULATOR_STATE");
    return name && *name ? name : NULL;
}

bool kept_anywhere(void)
{
    return folder() != NULL;
}

static bool path_of(char *path, const char *uuid, const char *setting, const char *suffix)
{
    int length = folder() ? snprintf(path, PATH_SIZE, "%s/%s.%s%s", folder(), uuid, setting, suffix) : PATH_SIZE;
    return length > 0 && length < PATH_SIZE;
}

int kept_read(const char *uuid, const char *setting, const char *const words[], int otherwise)
{
    char path[PATH_SIZE], text[WORD_SIZE];
    if (!path_of(path, uuid, setting, ""))
        return otherwise;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return otherwise;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    text[length < 0 ? 0 : length] = 0;
    text[strcspn(text, "\n")] = 0;
    for (int i = 0; words[i]; i++)
        if (*words[i] && !strcmp(words[i], text))
            return i;
    return otherwise;
}

bool kept_write(const char *uuid, const char *setting, const char *word)
{
    char path[PATH_SIZE], fresh[PATH_SIZE], own[32];
    snprintf(own, sizeof own, ".%ld.new", (long)getpid());
    if (!path_of(path, uuid, setting, "") || !path_of(fresh, uuid, setting, own))
        return false;
    FILE *file = fopen(fresh, "we");
    if (!file)
        return false;
    bool good = fprintf(file, "%s\n", word) > 0;
    good = !fclose(file) && good && !rename(fresh, path);
    if (!good)
        unlink(fresh);
    return good;
}
