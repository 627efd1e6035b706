//! Pages that do not fit together, and counts that do not hold.

use scenarios::time::{Instant, Span};
use serde_json::{Value, json};

use super::Page;
use crate::journal::Paged;

/// Makes an answer look like that to the question which was asked: of that page, and up to that time.
pub(crate) fn as_if_asked(told: &mut Value, truth: &Value) {
    for path in ["/meta/page", "/upTo"] {
        if let (Some(told), Some(truth)) = (told.pointer_mut(path), truth.pointer(path)) {
            *told = truth.clone();
        }
    }
}

/// What an answer says of its page; `None` if it says nothing.
pub(crate) fn paged(told: &Value) -> Option<Paged> {
    let number = |field| number(told, field).and_then(|number| u32::try_from(number).ok());
    Some(Paged {
        page: number("page")?,
        count: number("count")?,
        page_count: number("pageCount")?,
        total_count: number("totalCount")?,
    })
}

/// Puts the last row of the page before at the top: one more has come in above. What then is too much for the page stands on
/// the next.
pub(crate) fn row_repeated(told: &mut Value, before: Option<&Value>) {
    let Some(limit) = before.and_then(|page| number(page, "count")) else { return };
    let Some(last) = before.and_then(|page| page["items"].as_array()?.last().cloned()) else { return };
    if let Some(items) = items(told) {
        items.insert(0, last);
        items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    counted(told, 1, &Page { limit });
}

/// Takes the first row away: it has gone to the page before since that was read. The next page's first follows.
pub(crate) fn row_moved(told: &mut Value, behind: Option<&Value>) {
    let page = number(told, "page").unwrap_or(1);
    let limit = number(told, "count").unwrap_or_default();
    let next = behind.and_then(|page| page["items"].as_array()?.first().cloned());
    let Some(items) = items(told).filter(|items| page > 1 && !items.is_empty()) else { return };
    items.remove(0);
    items.extend(next.clone());
    if next.is_some() {
        counted(told, -1, &Page { limit });
    } else {
        set(told, "count", limit.saturating_sub(1));
        set(told, "totalCount", number(told, "totalCount").unwrap_or_default().saturating_sub(1));
    }
}

/// Leaves a row out.
pub(crate) fn row_missing(told: &mut Value, row: u32, page: &Page) {
    let position = row as usize - 1;
    let Some(items) = items(told).filter(|items| position < items.len()) else { return };
    items.remove(position);
    counted(told, -1, page);
}

/// Takes note of rows that have come or gone.
pub(super) fn counted(told: &mut Value, by: i64, page: &Page) {
    let count = items(told).map_or(0, |items| items.len());
    set(told, "count", count as u64);
    total_changed(told, by, page);
}

/// Tells of more rows than there are.
pub(crate) fn total_changed(told: &mut Value, by: i64, page: &Page) {
    let Some(total) = number(told, "totalCount") else { return };
    let total = total.saturating_add_signed(by);
    set(told, "totalCount", total);
    set(told, "pageCount", total.div_ceil(page.limit.max(1)));
}

/// Tells a time before that of the request.
pub(crate) fn up_to_stale(told: &mut Value, by: Span) {
    let up_to = told.get("upTo").and_then(Value::as_str).and_then(|text| Instant::parse(text).ok());
    if let Some(up_to) = up_to {
        told["upTo"] = json!((up_to - by).to_string());
    }
}

/// Turns the page upside down.
pub(crate) fn out_of_order(told: &mut Value) {
    if let Some(items) = items(told) {
        items.reverse();
    }
}

/// Counts only full pages.
pub(crate) fn last_page_missing(told: &mut Value, page: &Page) {
    if let Some(total) = number(told, "totalCount") {
        set(told, "pageCount", total / page.limit.max(1));
    }
}

/// Counts a page where there is nothing.
pub(crate) fn empty_page_counted(told: &mut Value) {
    if number(told, "totalCount") == Some(0) {
        set(told, "pageCount", 1);
    }
}

/// Tells of no more rows than the page has.
pub(crate) fn total_of_page(told: &mut Value) {
    if let Some(count) = number(told, "count") {
        set(told, "totalCount", count);
    }
}

fn items(told: &mut Value) -> Option<&mut Vec<Value>> {
    told.get_mut("items")?.as_array_mut()
}

fn number(told: &Value, field: &str) -> Option<u64> {
    told.get("meta")?.get(field)?.as_u64()
}

fn set(told: &mut Value, field: &str, number: u64) {
    if let Some(meta) = told.get_mut("meta").and_then(|meta| meta.get_mut(field)) {
        *meta = json!(number);
    }
}
