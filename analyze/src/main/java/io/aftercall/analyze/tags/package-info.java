/** Tags by rule: a transcript enters, the tags that people's own rules give it leave, each with the words behind it. */
@NullMarked
package io.aftercall.analyze.tags;

import org.jspecify.annotations.NullMarked;
