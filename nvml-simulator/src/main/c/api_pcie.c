// SPDX-License-Identifier: Apache-2.0
/* The PCIe link. */
#include "nvml_calls.h"

#include <math.h>

/* What a throughput reading measures over, and blocks for. */
static const double measured_seconds = 0.02;

/* KB/s. There is nothing to wait for where the clock does not run by itself. */
API(nvmlDeviceGetPcieThroughput)(struct call *c, nvmlPcieUtilCounter_t counter, unsigned int *value)
{
    REQUIRE(value && (unsigned)counter < NVML_PCIE_UTIL_COUNT);
    const struct signal *signal = &c->device->play.load.channel[counter == NVML_PCIE_UTIL_TX_BYTES ? CH_PCIE_TX : CH_PCIE_RX];
    double t = c->now.t;
    if (clock_runs(&c->scenario->clock)) {
        sleep_seconds(measured_seconds);
        t = clock_at(&c->scenario->clock, monotonic_ns()).t;
    }
    *value = (unsigned)lround(signal_mean(signal, t, measured_seconds) * 1e3);
    return NVML_SUCCESS;
}

API(nvmlDeviceGetPcieReplayCounter)(struct call *c, unsigned int *value)
{
    return known((long long)c->device->play.counters.pcie_replay, value);
}

/* Boards that sleep slow their link down. */
static nvmlReturn_t current_generation(const struct call *c, unsigned *generation)
{
    RETURN_UNLESS_GOOD(known(c->device->id.model->pcie_gen_link, generation));
    if (clocks_of(c->device, c->runtime, c->now.t).pstate != NVML_PSTATE_0)
        *generation = 1;
    return NVML_SUCCESS;
}

API(nvmlDeviceGetCurrPcieLinkGeneration)(struct call *c, unsigned int *currLinkGen)
{
    return current_generation(c, currLinkGen);
}

API(nvmlDeviceGetMaxPcieLinkGeneration)(struct call *c, unsigned int *maxLinkGen)
{
    return known(c->device->id.model->pcie_gen_link, maxLinkGen);
}

API(nvmlDeviceGetGpuMaxPcieLinkGeneration)(struct call *c, unsigned int *maxLinkGenDevice)
{
    return known(c->device->id.model->pcie_gen_gpu, maxLinkGenDevice);
}

API(nvmlDeviceGetCurrPcieLinkWidth)(struct call *c, unsigned int *currLinkWidth)
{
    return known(c->device->id.model->pcie_width, currLinkWidth);
}

API(nvmlDeviceGetMaxPcieLinkWidth)(struct call *c, unsigned int *maxLinkWidth)
{
    return known(c->device->id.model->pcie_width, maxLinkWidth);
}

/* Mb/s of one lane. */
API(nvmlDeviceGetPcieSpeed)(struct call *c, unsigned int *pcieSpeed)
{
    static const unsigned speeds[] = {0, 2500, 5000, 8000, 16000, 32000, 64000};
    RETURN_UNLESS_GOOD(current_generation(c, pcieSpeed));
    SUPPORTED_IF(*pcieSpeed < sizeof speeds / sizeof *speeds);
    *pcieSpeed = speeds[*pcieSpeed];
    return NVML_SUCCESS;
}

/* One of NVML_PCIE_LINK_MAX_SPEED_*, which count like the generations. */
API(nvmlDeviceGetPcieLinkMaxSpeed)(struct call *c, unsigned int *maxSpeed)
{
    return known(c->device->id.model->pcie_gen_link, maxSpeed);
}
