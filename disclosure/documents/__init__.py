"""Files of disclosure: what comes in is read and stripped; sheets, slips, the exported site and its script go out."""
