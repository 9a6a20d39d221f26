package io.aftercall.analyze;

/**
 * The words behind a verdict; {@code quote} has been found in that utterance, letter for letter but for punctuation, case
 * and width.
 *
 * @param utterance its id in the transcript
 */
public record Evidence(String utterance, String quote) {}
