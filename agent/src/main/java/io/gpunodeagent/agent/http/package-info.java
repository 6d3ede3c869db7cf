/** An answer to an HTTP request, as it goes from who makes it to who sends it. */
@NullMarked
package io.gpunodeagent.agent.http;

import org.jspecify.annotations.NullMarked;
