// SPDX-License-Identifier: Apache-2.0
/* Puts together the load of a device from what its file says about it, its MIG instances and its processes. */
#include "scenario_parts.h"

#include <math.h>

/* A growing list of terms. */
struct terms {
    struct arena *arena;
    struct term *items;
    int count, room;
};

static void add_term(struct terms *terms, struct term term)
{
    if (term.from >= term.until || term.weight == 0)
        return;
    if (terms->count == terms->room) {
        struct term *larger = ARENA_ARRAY(terms->arena, struct term, terms->room * 2 + 8);
        for (int i = 0; i < terms->count; i++)
            larger[i] = terms->items[i];
        terms->items = larger;
        terms->room = terms->room * 2 + 8;
    }
    terms->items[terms->count++] = term;
}

/* One term of a signal as plain terms: one for each segment it lives in, with the segment's scale in its weight. */
static void add_share(struct terms *terms, const struct signal *signal, int index, double factor)
{
    const struct term *term = &signal->terms[index];
    for (int i = 0; i < signal->segment_count; i++) {
        double end = i + 1 < signal->segment_count ? signal->segments[i + 1].start : INFINITY;
        double weight = term->weight * signal->segments[i].scale * factor;
        add_term(terms, (struct term){term->curve, weight, fmax(term->from, signal->segments[i].start), fmin(term->until, end)});
    }
}

static void add_signal(struct terms *terms, const struct signal *signal, double factor, double from, double until)
{
    int first = terms->count;
    for (int i = 0; i < signal->term_count; i++)
        add_share(terms, signal, i, factor);
    for (int i = first; i < terms->count; i++) {
        terms->items[i].from = fmax(terms->items[i].from, from);
        terms->items[i].until = fmax(terms->items[i].from, fmin(terms->items[i].until, until));
    }
}

static struct signal built(const struct terms *terms, double cap)
{
    return signal_of(terms->arena, terms->items, terms->count, cap);
}

/* Channels that follow from others where the file is silent. */
static void derive(struct arena *arena, struct load *load)
{
    static const struct {
        enum channel channel, from;
        double factor;
    } derived[] = {{CH_MEMORY, CH_SM, 0.6}, {CH_DRAM, CH_MEMORY, 1}, {CH_OCCUPANCY, CH_SM, 0.5}};
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++)
        if (!load->given[derived[i].channel] && !load->channel[derived[i].channel].term_count)
            load->channel[derived[i].channel] = signal_scaled(arena, &load->channel[derived[i].from], derived[i].factor);
}

/* The processes of `instance` (-1: of the whole GPU) between two times become one signal; each process then gets its share of it.
 */
static struct signal share_out(struct builder *b, struct device *device, int instance, double from, double until,
                               struct terms *shares)
{
    struct terms wishes = {.arena = b->arena};
    int *owner = ARENA_ARRAY(b->arena, int, device->play.process_count + 1);
    for (int i = 0; i < device->play.process_count; i++) {
        const struct process *process = &device->play.processes[i];
        if (process->instance != instance || !process->sm.term_count)
            continue;
        struct term wish = process->sm.terms[0];
        wish.from = fmax(wish.from, from);
        wish.until = fmin(wish.until, until);
        owner[wishes.count] = i;
        add_term(&wishes, wish);
    }
    struct signal sum = built(&wishes, 100);
    for (int i = 0; i < sum.term_count; i++)
        add_share(&shares[owner[i]], &sum, i, 1);
    return sum;
}

/* The processes keep their own wish where the load of what they run on is given apart. */
static void keep_wishes(struct device *device, int instance, double from, double until, struct terms *shares)
{
    for (int i = 0; i < device->play.process_count; i++)
        if (device->play.processes[i].instance == instance)
            add_signal(&shares[i], &device->play.processes[i].sm, 1, from, until);
}

static void assemble_instance(struct builder *b, struct device *device, const struct mig_layout *layout,
                              struct instance_spec *instance, struct terms *shares)
{
    if (instance->load.given[CH_SM])
        keep_wishes(device, instance->id, layout->from, layout->until, shares);
    else
        instance->load.channel[CH_SM] = share_out(b, device, instance->id, layout->from, layout->until, shares);
    derive(b->arena, &instance->load);
}

/* What one instance's channel adds to the same channel of the device. */
static double weight_in_device(const struct model *model, const struct instance_spec *instance, enum channel channel)
{
    if (channel > CH_OFA)
        return 1;
    return (double)model->profiles[instance->profile].slices / (double)model->mig_slices;
}

static void add_instances(struct device *device, enum channel channel, struct terms *sum)
{
    for (int l = 0; l < device->play.layout_count; l++) {
        const struct mig_layout *layout = &device->play.layouts[l];
        for (int i = 0; i < layout->count; i++) {
            const struct instance_spec *instance = &layout->instances[i];
            double weight = weight_in_device(device->id.model, instance, channel);
            add_signal(sum, &instance->load.channel[channel], weight, layout->from, layout->until);
        }
    }
}

static void assemble_device(struct builder *b, struct device *device, struct terms *shares)
{
    struct load *load = &device->play.load;
    for (int channel = 0; channel <= CH_FB; channel++) {
        if (load->given[channel])
            continue;
        struct terms sum = {.arena = b->arena};
        if (channel == CH_SM) {
            struct signal whole = share_out(b, device, -1, 0, INFINITY, shares);
            add_signal(&sum, &whole, 1, 0, INFINITY);
        }
        add_instances(device, (enum channel)channel, &sum);
        load->channel[channel] = built(&sum, channel <= CH_OFA ? 100 : INFINITY);
    }
    if (load->given[CH_SM])
        keep_wishes(device, -1, 0, INFINITY, shares);
    derive(b->arena, load);
}

void assemble_load(struct builder *b, struct device *device)
{
    int count = device->play.process_count;
    struct terms *shares = ARENA_ARRAY(b->arena, struct terms, count + 1);
    for (int i = 0; i < count; i++)
        shares[i].arena = b->arena;
    for (int l = 0; l < device->play.layout_count; l++)
        for (int i = 0; i < device->play.layouts[l].count; i++)
            assemble_instance(b, device, &device->play.layouts[l], &device->play.layouts[l].instances[i], shares);
    assemble_device(b, device, shares);
    struct process *processes = arena_copy(b->arena, device->play.processes, sizeof *processes * (size_t)count);
    for (int i = 0; i < count; i++)
        processes[i].sm = built(&shares[i], INFINITY);
    device->play.processes = processes;
}
