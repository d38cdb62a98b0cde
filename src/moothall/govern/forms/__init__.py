"""What the pages about boards and the desks of clerks and officers ask for."""
