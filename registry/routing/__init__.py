"""To whom a case goes and why: rules, skills, absence, the next case, handing over, forwarding, loads."""
