// SPDX-License-Identifier: Apache-2.0
#include "links.h"

#include <math.h>

static bool up_at_start(const struct device *device, int link)
{
    return device->id.links[link].kind != LINK_NONE && !device->id.link_down[link];
}

int link_state(const struct device *device, int link, double t)
{
    int state = up_at_start(device, link) ? NVML_NVLINK_STATE_ACTIVE : NVML_NVLINK_STATE_INACTIVE;
    const struct play *play = &device->play;
    for (int i = 0; i < play->link_change_count && play->link_changes[i].at <= t; i++)
        if (play->link_changes[i].link == link)
            state = play->link_changes[i].state;
    return device->id.links[link].kind == LINK_NONE ? NVML_NVLINK_STATE_INACTIVE : state;
}

bool link_active(const struct device *device, int link, double t)
{
    return link_state(device, link, t) == NVML_NVLINK_STATE_ACTIVE;
}

int active_links(const struct device *device, double t)
{
    int count = 0;
    for (int link = 0; link < MAX_LINKS; link++)
        count += link_active(device, link, t);
    return count;
}

/* The share of one link (-1: of all) of the traffic between two moments without changes. */
static double share_between(const struct device *device, int link, enum channel channel, double from, double to)
{
    int active = active_links(device, from);
    if (!active || (link >= 0 && !link_active(device, link, from)))
        return 0;
    const struct signal *signal = &device->play.load.channel[channel];
    double traffic = signal_integral(signal, to) - signal_integral(signal, from);
    return link >= 0 ? traffic / active : traffic;
}

static double bytes(const struct device *device, int link, enum channel channel, double t)
{
    const struct play *play = &device->play;
    double from = 0, sum = 0;
    int connected = 0;
    for (int i = 0; i < MAX_LINKS; i++)
        connected += device->id.links[i].kind != LINK_NONE;
    for (int i = 0; i < play->link_change_count && play->link_changes[i].at < t; i++) {
        sum += share_between(device, link, channel, from, play->link_changes[i].at);
        from = play->link_changes[i].at;
    }
    sum += share_between(device, link, channel, from, t);
    if (connected)
        sum += play->carry.channel[channel] / (link >= 0 ? connected : 1);
    return fmax(0, sum) * 1e6;
}

double link_bytes(const struct device *device, int link, enum channel channel, double t)
{
    return bytes(device, link, channel, t);
}

double all_link_bytes(const struct device *device, enum channel channel, double t)
{
    return bytes(device, -1, channel, t);
}

double link_speed(const struct model *model)
{
    return model->link_gb_per_s * 1e3;
}

nvmlReturn_t check_link(const struct call *c, unsigned link)
{
    SUPPORTED_IF(c->device->id.model->links > 0 && !mig_on(c));
    REQUIRE(link < c->device->id.model->links);
    return NVML_SUCCESS;
}

bool old_link_errors(const struct model *model)
{
    return model->link_version < NVML_NVLINK_VERSION_5_0;
}

double link_errors(const struct call *c, unsigned link, enum link_error error)
{
    const struct counters *k = &c->device->play.counters;
    const double of_link_0[] = {k->nvlink_replay, k->nvlink_recovery, k->nvlink_crc_flit, k->nvlink_crc_data, 0};
    pthread_mutex_lock(&c->runtime->lock);
    bool cleared = c->runtime->link_errors_cleared[link];
    pthread_mutex_unlock(&c->runtime->lock);
    return link || cleared ? 0 : of_link_0[error];
}
