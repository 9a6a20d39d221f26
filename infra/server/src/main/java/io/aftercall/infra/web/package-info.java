/** The edge: what every request and answer has in common, whichever stage serves it, and the health of what we lean on. */
@NullMarked
package io.aftercall.infra.web;

import org.jspecify.annotations.NullMarked;
