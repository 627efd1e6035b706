//! An analyst's questions, answered from the flows alone.
