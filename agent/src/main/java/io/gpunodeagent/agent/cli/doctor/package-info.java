/** What the doctor and the commands for labels examine: sources, rights, owners of labels. */
@NullMarked
package io.gpunodeagent.agent.cli.doctor;

import org.jspecify.annotations.NullMarked;
