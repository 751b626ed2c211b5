"""Questionnaires and guide templates: found, read, and every problem in them reported at once.

who                                     what it uses                            module
--------------------------------------  --------------------------------------  ------------------------------
every command                           find_questionnaire, read_questionnaire  find, read, consistency
init --like, the record, an edition     read_profile, read_frameworks,          companions
                                        file_texts
home, guide, check                      read_bulletins                          companions
guide                                   find_template, read_template            find, templates
questionnaire list|check|schema|new     shipped_questionnaires, json_schemas,   find, check (prose, upkeep,
                                        check_questionnaire, starter            companions), schema, starter_files

What the files hold, key by key, is in `file_models` and the classes of the core that it names. `draft` is what can be
read of a questionnaire, right or wrong; reading and checking both begin there.

A questionnaire is data from strangers: `files` is the only module here that opens one, and it follows no symbolic link.
"""
