/** What failed for good and what could not be read: topics enter, a list of it leaves, and on a person's word the work again. */
@NullMarked
package io.aftercall.infra.dead;

import org.jspecify.annotations.NullMarked;
