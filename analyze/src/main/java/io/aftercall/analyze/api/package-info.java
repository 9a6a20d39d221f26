/** Calls over HTTP: a key or a query enters, one call or a list of them leaves, as JSON or as a page for people. */
@NullMarked
package io.aftercall.analyze.api;

import org.jspecify.annotations.NullMarked;
