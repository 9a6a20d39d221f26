/** Measures the running line: a number of made-up calls enters, a table and a JSON file of figures leave. */
@NullMarked
package io.aftercall.infra.bench;

import org.jspecify.annotations.NullMarked;
