"""Pages about boards, their meetings and papers, and the desks on which clerks and officers keep them."""
