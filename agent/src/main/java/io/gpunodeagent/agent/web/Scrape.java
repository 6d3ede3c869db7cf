package io.gpunodeagent.agent.web;

import java.util.Optional;

/**
 * The answer to one scrape, ready to send.
 *
 * @param contentType of the exposition format that was chosen
 * @param contentEncoding such as {@code gzip}, or empty for none
 * @param body not to be changed
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by nobody; a copy would cost a megabyte a scrape
public record Scrape(String contentType, Optional<String> contentEncoding, byte[] body) {}
