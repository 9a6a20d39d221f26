/** The call folders enter, and every index as it follows from them leaves; nothing is sent to anybody. */
@NullMarked
package io.aftercall.infra.reindex;

import org.jspecify.annotations.NullMarked;
