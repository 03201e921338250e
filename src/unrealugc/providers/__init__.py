"""What acts and what speaks: the Studio engine and hosted services, behind one interface."""
