# Bash completion for sigap; goes to /usr/share/bash-completion/completions/sigap.
# Kinds and commands come from the program itself, so that they are never behind it.

_sigap() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} program=${COMP_WORDS[0]}
    local words='' subcommand='' operands=0 i
    COMPREPLY=()

    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --profile|--where|--text|--sort|--limit|--kind|--month|--attach|--caption|--size|--theme|--lang|--zoom) ((i++)) ;;
            -*) ;;
            *) if [[ -z $subcommand ]]; then subcommand=${COMP_WORDS[i]}; else ((operands++)); fi ;;
        esac
    done

    case $prev in
        --profile) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
        --theme) words='light dark' ;;
        --lang) words='id en' ;;
        --zoom) words='80 100 125 150 200' ;;
        --kind) words=$("$program" list --help 2>/dev/null | sed -n 's/^Kinds: //p') ;;
        --where|--text|--sort|--limit|--attach|--caption|--size|--name|--absent) return ;;
        *)
            case $subcommand in
                '') words='enrol sync list show search do outbox again leave conflicts status ready scan photo files sign report analysis timeline shot --profile --verbose --help --version' ;;
                list)
                    if ((operands == 0)); then
                        words=$("$program" list --help 2>/dev/null | sed -n 's/^Kinds: //p')
                    fi
                    words+=' --where --text --sort --limit --json --help' ;;
                do)
                    if ((operands == 0)); then
                        words="$("$program" do --list 2>/dev/null | cut -d' ' -f1) --list"
                    else
                        local name=${COMP_WORDS[*]:1}
                        name=${name#*do }
                        words=$("$program" do --list 2>/dev/null |
                            awk -v name="${name%% *}" '$1 == name { for (i = 2; i <= NF; i++) if ($i != "ID") { gsub(/[][]/, "", $i); print $i "=" } }')
                        compopt -o nospace
                    fi
                    words+=' --json --help' ;;
                scan) ((operands == 0)) && words='machine'; words+=' --attach --json --help' ;;
                shot)
                    if ((operands == 0)); then words='jobs job assets asset library article person analysis sync settings enrol'
                    elif ((operands == 1)); then mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return
                    fi
                    words+=' --size --theme --lang --zoom --help' ;;
                report)
                    if ((operands == 1)); then mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return; fi
                    words='--lang --json --help' ;;
                photo)
                    if ((operands == 1)); then mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return; fi
                    words='--caption --original --json --help' ;;
                sign) words='--name --strokes --typed --absent --json --help' ;;
                ready) words='--offline --files --json --help' ;;
                files) words='--verify --json --help' ;;
                search) words='--kind --json --help' ;;
                analysis) words='--month --csv --json --help' ;;
                timeline) ((operands == 0)) && words='job asset person'; words+=' --json --help' ;;
                again) words='--into --json --help' ;;
                leave) words='--json --help' ;;
                outbox|conflicts) words='--all --json --help' ;;
                *) words='--json --help' ;;
            esac ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _sigap sigap
