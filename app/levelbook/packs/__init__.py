"""This package finds and reads questionnaires and guide templates, and reports every problem in them at once.

who                                     what it uses                            module
--------------------------------------  --------------------------------------  ------------------------------
every command                           find_questionnaire, read_questionnaire  find, read, consistency_check
init --like, the record, an edition     read_profile, read_frameworks,          companions
                                        file_texts
home, guide, check                      read_bulletins                          companions
guide                                   find_template, read_template            find, templates
questionnaire list|check|schema|new     shipped_questionnaires, json_schemas,   find, check (with the other modules
                                        check_questionnaire, starter            …_check), schema, starter_files
questionnaire import                    read, as_questionnaire                  published_models, question_table

`file_models`, with the core classes that it names, defines the keys of the files. `partial_questionnaire` holds as much
as can be read, right or wrong; reading and checking both start from it.

A questionnaire is data from strangers: only `files` opens its files, and it follows no symbolic links.
"""
