// SPDX-License-Identifier: Apache-2.0
#include "signal.h"

#include <math.h>
#include <stdlib.h>

static bool alive(const struct term *term, double t)
{
    return t >= term->from && t < term->until;
}

/* Integral of one term, unscaled, between two times of one segment. */
static double term_between(const struct term *term, double from, double to)
{
    if (!alive(term, from) || to <= from)
        return 0;
    return term->weight * (curve_integral(term->curve, to) - curve_integral(term->curve, from));
}

static double alive_peak(const struct signal *s, double t)
{
    double peak = 0;
    for (int i = 0; i < s->term_count; i++)
        if (alive(&s->terms[i], t))
            peak += s->terms[i].weight * curve_peak(s->terms[i].curve);
    return peak;
}

static double unscaled_between(const struct signal *s, double from, double to)
{
    double sum = 0;
    for (int i = 0; i < s->term_count; i++)
        sum += term_between(&s->terms[i], from, to);
    return sum;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The sorted, distinct, finite ends of life times, 0 first. */
static int edges_of(const struct term *terms, int count, double *edges)
{
    int n = 0;
    edges[n++] = 0;
    for (int i = 0; i < count; i++) {
        if (terms[i].from > 0 && isfinite(terms[i].from))
            edges[n++] = terms[i].from;
        if (terms[i].until > 0 && isfinite(terms[i].until))
            edges[n++] = terms[i].until;
    }
    qsort(edges, (size_t)n, sizeof *edges, ascending);
    int distinct = 1;
    for (int i = 1; i < n; i++)
        if (edges[i] != edges[distinct - 1])
            edges[distinct++] = edges[i];
    return distinct;
}

struct signal signal_of(struct arena *arena, const struct term *terms, int count, double cap)
{
    struct signal s = {.term_count = count};
    if (!count)
        return s;
    s.terms = arena_copy(arena, terms, sizeof *terms * (size_t)count);
    double *edges = ARENA_ARRAY(arena, double, 2 * count + 1);
    s.segment_count = edges_of(terms, count, edges);
    struct segment *segments = ARENA_ARRAY(arena, struct segment, s.segment_count);
    for (int i = 0; i < s.segment_count; i++) {
        double peak = alive_peak(&s, edges[i]);
        segments[i].start = edges[i];
        segments[i].scale = peak > cap ? cap / peak : 1;
        if (i > 0)
            segments[i].integral = segments[i - 1].integral + segments[i - 1].scale * unscaled_between(&s, edges[i - 1], edges[i]);
    }
    s.segments = segments;
    return s;
}

struct signal signal_scaled(struct arena *arena, const struct signal *signal, double factor)
{
    struct signal s = *signal;
    struct term *terms = arena_copy(arena, signal->terms, sizeof *terms * (size_t)signal->term_count);
    struct segment *segments = arena_copy(arena, signal->segments, sizeof *segments * (size_t)signal->segment_count);
    for (int i = 0; i < s.term_count; i++)
        terms[i].weight *= factor;
    for (int i = 0; i < s.segment_count; i++)
        segments[i].integral *= factor;
    s.terms = terms;
    s.segments = segments;
    return s;
}

static const struct segment *segment_at(const struct signal *s, double t)
{
    int i = s->segment_count - 1;
    while (i > 0 && s->segments[i].start > t)
        i--;
    return &s->segments[i];
}

double signal_share(const struct signal *s, int term, double t)
{
    const struct term *it = &s->terms[term];
    return alive(it, t) ? segment_at(s, t)->scale * it->weight * curve_value(it->curve, t) : 0;
}

double signal_value(const struct signal *s, double t)
{
    double sum = 0;
    for (int i = 0; i < s->term_count; i++)
        sum += signal_share(s, i, t);
    return sum;
}

double signal_integral(const struct signal *s, double t)
{
    if (!s->term_count)
        return 0;
    const struct segment *segment = segment_at(s, t);
    return segment->integral + segment->scale * unscaled_between(s, segment->start, t);
}

static double segment_end(const struct signal *s, int i, double t)
{
    return i + 1 < s->segment_count ? fmin(t, s->segments[i + 1].start) : t;
}

double signal_share_integral(const struct signal *s, int term, double t)
{
    double sum = 0;
    for (int i = 0; i < s->segment_count && s->segments[i].start < t; i++)
        sum += s->segments[i].scale * term_between(&s->terms[term], s->segments[i].start, segment_end(s, i, t));
    return sum;
}

static double segment_time_above(const struct signal *s, const struct segment *segment, double threshold, double end)
{
    const struct term *varying = NULL;
    int varying_count = 0;
    double fixed = 0;
    for (int i = 0; i < s->term_count; i++) {
        const struct term *term = &s->terms[i];
        if (!alive(term, segment->start))
            continue;
        if (term->curve->kind == CURVE_CONSTANT && !isfinite(term->curve->idle_from))
            fixed += segment->scale * term->weight * term->curve->high;
        else if (++varying_count == 1)
            varying = term;
    }
    double scale = varying ? segment->scale * varying->weight : 0;
    if (varying_count != 1 || scale <= 0)
        return fixed >= threshold ? end - segment->start : 0;
    double needed = (threshold - fixed) / scale;
    return curve_time_above(varying->curve, needed, end) - curve_time_above(varying->curve, needed, segment->start);
}

double signal_time_above(const struct signal *s, double threshold, double t)
{
    double sum = 0;
    for (int i = 0; i < s->segment_count && s->segments[i].start < t; i++)
        sum += segment_time_above(s, &s->segments[i], threshold, segment_end(s, i, t));
    return sum;
}

double signal_mean(const struct signal *s, double t, double window)
{
    double from = fmax(0, t - window);
    if (t - from < 1e-6)
        return signal_value(s, t);
    return (signal_integral(s, t) - signal_integral(s, from)) / (t - from);
}
