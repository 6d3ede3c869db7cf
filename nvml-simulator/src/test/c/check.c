// SPDX-License-Identifier: Apache-2.0
#include "check.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int failures; /* of the running test */
static char file[100];

void fail(const char *where, int line, const char *format, ...)
{
    va_list arguments;
    const char *slash = strrchr(where, '/');
    fprintf(stdout, "    %s:%d: ", slash ? slash + 1 : where, line);
    va_start(arguments, format);
    vfprintf(stdout, format, arguments);
    va_end(arguments);
    fputc('\n', stdout);
    failures++;
}

bool same_text(const char *a, const char *b)
{
    return a && b && !strcmp(a, b);
}

const char *scenario_file(void)
{
    return file;
}

static void write_text(const char *format, va_list arguments)
{
    static int writes;
    FILE *out = fopen(file, "we");
    if (!out)
        abort();
    vfprintf(out, format, arguments);
    fclose(out);
    /* Two writes within one tick of the file system's clock would look the same. */
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = 1700000000 + ++writes}};
    utimensat(AT_FDCWD, file, times, 0);
    setenv("NVML_SIMULATOR_SCENARIO", file, 1);
}

void write_scenario(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_text(format, arguments);
    va_end(arguments);
}

void play(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_text(format, arguments);
    va_end(arguments);
    GOOD(nvmlInit_v2());
}

nvmlDevice_t gpu(unsigned index)
{
    nvmlDevice_t device = NULL;
    GOOD(nvmlDeviceGetHandleByIndex_v2(index, &device));
    return device;
}

void pause_ms(int milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What the library and the sanitizers say is shown when the test fails. */
static void show(FILE *said)
{
    char line[500];
    rewind(said);
    while (fgets(line, sizeof line, said))
        printf("    | %s", line);
}

static void run_here(const struct test *test, FILE *said)
{
    dup2(fileno(said), STDERR_FILENO);
    snprintf(file, sizeof file, "/tmp/nvml-simulator-check-%d.yaml", (int)getpid());
    unsetenv("NVML_SIMULATOR_CLOCK");
    alarm(120);
    test->run();
    unlink(file);
    fflush(stdout);
    exit(failures ? 1 : 0);
}

/* Runs the test in a child; true when it passed. */
static bool run(const struct test *test)
{
    FILE *said = tmpfile();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        run_here(test, said);
    int status = 0;
    waitpid(child, &status, 0);
    bool passed = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    printf("%s %s\n", passed ? "ok  " : "FAIL", test->name);
    if (WIFSIGNALED(status))
        printf("    ended by signal %d\n", WTERMSIG(status));
    if (!passed)
        show(said);
    fclose(said);
    return passed;
}

int main(int argc, char **argv)
{
    static const struct test *const files[] = {curve_tests,  lifecycle_tests, device_tests, process_tests, mig_tests,
                                               link_tests,   field_tests,     gpm_tests,    event_tests,   fault_tests,
                                               reload_tests, scenario_tests,  thread_tests, export_tests, step_tests};
    int passed = 0, failed = 0;
    for (size_t f = 0; f < sizeof files / sizeof *files; f++)
        for (const struct test *test = files[f]; test->name; test++) {
            if (argc > 1 && !strstr(test->name, argv[1]))
                continue;
            if (run(test))
                passed++;
            else
                failed++;
        }
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
